import Dispatch
import Glibc
import Synchronization

/// Runs `body` for 0..<count on up to `threads` threads (0: one per processor). Indices are handed
/// out in order; every one is run exactly once.
func parallelLoop(_ count: Int, threads: Int, _ body: (Int) -> Void) {
  let available = threads > 0 ? threads : max(1, sysconf(CInt(_SC_NPROCESSORS_ONLN)))
  let workers = min(count, available)
  guard workers > 1 else {
    for index in 0..<max(count, 0) { body(index) }
    return
  }
  // Indices are independent of each other by contract, and none outlives this call.
  nonisolated(unsafe) let body = body
  let next = Atomic<Int>(0)
  DispatchQueue.concurrentPerform(iterations: workers) { _ in
    while true {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < count else { return }
      body(index)
    }
  }
}

/// `parallelLoop` that collects a result per index, in order.
func parallelMap<Element>(
  _ count: Int, threads: Int, _ body: (Int) -> Element
) -> [Element] {
  [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
    // Every index is written by exactly one thread.
    nonisolated(unsafe) let target = buffer
    parallelLoop(count, threads: threads) { index in
      target.initializeElement(at: index, to: body(index))
    }
    initialized = count
  }
}
