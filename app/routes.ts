import { index, layout, route, type RouteConfig } from '@remix-run/route-config'
import { PAGE_LIST } from './page-list.ts'

export default [
  route('login', 'sign-in/login-route.tsx'),
  route('login/oidc', 'sign-in/provider-route.tsx'),
  route('login/oidc/callback', 'sign-in/provider-callback-route.tsx'),
  route('logout', 'sign-in/logout-route.tsx'),
  route('password', 'sign-in/password-route.tsx'),
  route('account', 'account/account-route.tsx'),
  route('preferences', 'shell/preferences-route.ts'),
  route('options', 'shell/options-route.ts'),
  route('sql/panel', 'console/routes/panel.ts'),
  ...['run', 'explain', 'export', 'cancel', 'saved', 'link'].map((name) =>
    route(`sql/${name}`, `console/routes/${name}.ts`),
  ),
  layout('shell/shell-route.tsx', [
    ...Object.values(PAGE_LIST).map((page) =>
      page.path === '/' ? index(page.route) : route(page.path.slice(1), page.route),
    ),
    route('data/check', 'data/data-check-route.tsx'),
    route('admin', 'admin/admin-route.tsx'),
    route('*', 'shell/not-found-route.tsx'),
  ]),
] satisfies RouteConfig
