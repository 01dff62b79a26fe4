/**
 * `?print=1` shows a page as it is printed: what the style sheet says of paper holds under `.printed` too. Rules that are for
 * the screen's own bar, for the theme (such a page is light) and for sheets stay with paper.
 * @type {import('postcss').Plugin}
 */
const printedOnScreen = {
  postcssPlugin: 'printed-on-screen',
  OnceExit(root) {
    root.walkAtRules('media', (media) => {
      if (media.params !== 'print') return
      const copies = (media.nodes ?? []).flatMap((node) => {
        if (node.type !== 'rule' || /:root|\.print-bar/.test(node.selector)) return []
        return [node.clone({ selectors: node.selectors.map((selector) => `.printed ${selector}`) })]
      })
      media.after(copies)
    })
  },
}

export default {
  plugins: [(await import('tailwindcss')).default, (await import('autoprefixer')).default, printedOnScreen],
}
