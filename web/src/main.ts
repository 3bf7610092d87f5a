import "./styles/fonts.css";
import "./styles/tokens.css";
import "./styles/base.css";
import { mount } from "svelte";
import Gate from "./Gate.svelte";

mount(Gate, { target: document.getElementById("app")! });
