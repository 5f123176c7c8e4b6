// How every process of Kontor runs under Node. Small young generations: batches are short-lived and large, and the default
// lets an importing process grow to 250 MB of garbage where 200 do, at the same speed.
export const nodeFlags = ['--max-semi-space-size=8']
