import "./copy_markdown.js";
import "./mending.js";
import "./panels.js";
import "./sigmoid_explorer.js";
