// How node's runner says what it saw: a line a story, what was wrong under it, and last the sum as tests/run counts it.
export default async function* report(events) {
  let passed = 0;
  let failed = 0;
  for await (const { type, data } of events) {
    if (type === "test:stderr" || type === "test:stdout") yield data.message;
    if (type === "test:pass") {
      passed += 1;
      yield `ok      ${data.name} (${Math.round(data.details.duration_ms)} ms)\n`;
    }
    if (type === "test:fail") {
      failed += 1;
      const { cause } = data.details.error;
      yield `FAILED  ${data.name}\n${String(cause?.stack ?? cause ?? data.details.error)}\n`;
    }
  }
  yield `${passed} passed, ${failed} failed\n`;
}
