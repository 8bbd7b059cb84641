-- What wrk met, as one line of JSON: durations and latencies in microseconds.
done = function(summary, latency, requests)
  local errors = summary.errors
  local refused = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  print(string.format(
    '\n{"requests": %d, "duration": %d, "refused": %d, "p50": %d, "p95": %d}',
    summary.requests, summary.duration, refused, latency:percentile(50), latency:percentile(95)))
end
