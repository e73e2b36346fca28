import "./sigmoid_explorer.js";
