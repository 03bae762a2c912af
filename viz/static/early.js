/* Runs before the page is laid out: with script there is no need to lay out the table, and no flash of the wrong theme. */
document.documentElement.classList.add("js");
document.documentElement.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
