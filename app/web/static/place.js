// Where this site's pages begin: a proxy may put them below a path.
export const root = document.documentElement.dataset.root ?? "";
