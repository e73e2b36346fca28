import "./copy_markdown.js";
import "./copying.js";
import "./fixing.js";
import "./list_filter.js";
import "./panels.js";
import "./searching.js";
import "./sigmoid_explorer.js";
