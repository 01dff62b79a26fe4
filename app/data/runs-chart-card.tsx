import { Card } from '../components/ui/card.tsx'
import type { DataModel } from './data-model.ts'
import { RunsChart } from './runs-chart.tsx'

export default function RunsChartCard({ page }: { page: DataModel }) {
  return (
    <Card>
      <RunsChart runs={page.operation.recent} />
    </Card>
  )
}
