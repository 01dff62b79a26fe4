import { DuckDBInstance } from '@duckdb/node-api'
import fs from 'node:fs'
const p = JSON.parse(fs.readFileSync('/tmp/console-fx/data/current.json'))
const i = await DuckDBInstance.create('/tmp/console-fx/data/'+p.file,{access_mode:'READ_ONLY'})
const c = await i.connect()
await c.run("SET TimeZone='UTC'")
for (const q of process.argv.slice(2)) { try { const r = await c.runAndReadAll(q); console.log(JSON.stringify(r.getRowObjectsJson()).slice(0,1200)) } catch(e){console.log(e.message)} }
