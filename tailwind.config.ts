import forms from '@tailwindcss/forms'
import type { Config } from 'tailwindcss'
import plugin from 'tailwindcss/plugin'

/** Every colour of the dashboard, light beside dark. Text on its ground has at least 4.5:1, series at least 3:1. */
const TOKENS: Record<string, [light: string, dark: string]> = {
  page: ['#f4f6f8', '#0d1218'],
  surface: ['#ffffff', '#151c25'],
  raised: ['#f1f4f7', '#1d2631'],
  line: ['#d9dfe6', '#2c3745'],
  ink: ['#15202b', '#e8edf2'],
  muted: ['#4d5a68', '#a3b0bd'],
  accent: ['#0a5a94', '#6cbcf0'],
  'accent-soft': ['#e2eff8', '#16324a'],
  'on-accent': ['#ffffff', '#08131d'],
  good: ['#0b6b57', '#43c9a4'],
  bad: ['#a4400a', '#f0a04b'],
  warn: ['#7a5200', '#f2c14e'],
  'warn-soft': ['#fdf3d8', '#3a2f10'],
  edge: ['#15202b2e', '#e8edf233'],
  'bad-soft': ['#fbe9df', '#3c2413'],
  'series-1': ['#0072b2', '#56b4e9'],
  'series-2': ['#d55e00', '#e69f00'],
  'series-3': ['#00805f', '#2fbf9b'],
  'series-4': ['#b2558d', '#e59ac6'],
  'heat-0': ['#f1f4f7', '#1d2631'],
  'heat-1': ['#cfe3f1', '#173a54'],
  'heat-2': ['#9ccae6', '#1b5478'],
  'heat-3': ['#5ba7d3', '#22749f'],
  'heat-4': ['#1f7fb8', '#3f9fd0'],
  'heat-5': ['#0a4f80', '#9bd6f7'],
}

const themed = (place: 0 | 1) =>
  Object.fromEntries(Object.entries(TOKENS).map(([name, pair]) => [`--${name}`, pair[place]]))

const token = (name: string) => `var(--${name})`
const colors = Object.fromEntries(Object.keys(TOKENS).map((name) => [name, token(name)]))

/** Tremor's own tokens, tied to ours: one place decides what dark looks like. */
const tremor = {
  brand: {
    faint: token('accent-soft'),
    muted: token('accent-soft'),
    subtle: token('accent'),
    DEFAULT: token('accent'),
    emphasis: token('accent'),
    inverted: token('on-accent'),
  },
  background: { muted: token('raised'), subtle: token('raised'), DEFAULT: token('surface'), emphasis: token('ink') },
  border: { DEFAULT: token('line') },
  ring: { DEFAULT: token('line') },
  content: {
    subtle: token('muted'),
    DEFAULT: token('muted'),
    emphasis: token('ink'),
    strong: token('ink'),
    inverted: token('surface'),
  },
}

export default {
  content: [
    './app/**/*.{ts,tsx}',
    './node_modules/@tremor/react/dist/components/layout-elements/Card/*.js',
    './node_modules/@tremor/react/dist/components/list-elements/Table/*.js',
  ],
  darkMode: ['variant', ['@media (prefers-color-scheme: dark) { &:not(.light *) }', '&:is(.dark *)']],
  theme: {
    transparent: 'transparent',
    current: 'currentColor',
    extend: {
      fontFamily: {
        sans: [
          '"Inter Variable"',
          'system-ui',
          '"Noto Sans CJK SC"',
          '"PingFang SC"',
          '"Microsoft YaHei"',
          'sans-serif',
        ],
      },
      colors: { ...colors, tremor, 'dark-tremor': tremor },
      boxShadow: { 'tremor-card': 'none', 'dark-tremor-card': 'none' },
      borderRadius: { 'tremor-small': '0.25rem', 'tremor-default': '0.375rem', 'tremor-full': '9999px' },
      fontSize: {
        'tremor-label': ['0.75rem', { lineHeight: '1rem' }],
        'tremor-default': ['0.8125rem', { lineHeight: '1.25rem' }],
        'tremor-title': ['0.875rem', { lineHeight: '1.25rem' }],
        'tremor-metric': ['1.5rem', { lineHeight: '1.875rem' }],
      },
    },
  },
  plugins: [
    forms({ strategy: 'class' }),
    plugin(({ addBase }) => {
      addBase({
        ':root': { ...themed(0), 'color-scheme': 'light' },
        '@media (prefers-color-scheme: dark)': { ':root:not(.light)': { ...themed(1), 'color-scheme': 'dark' } },
        ':root.dark': { ...themed(1), 'color-scheme': 'dark' },
        // Paper is white whatever the screen is.
        '@media print': { ':root, :root.dark, :root:not(.light)': { ...themed(0), 'color-scheme': 'light' } },
      })
    }),
  ],
} satisfies Config
