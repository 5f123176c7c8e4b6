import { orders } from '/work/wt/read/bench/orders/orders.ts'
await orders({ orders: [Number(process.argv[2])], repeats: 5, print: l => console.log(l) })
