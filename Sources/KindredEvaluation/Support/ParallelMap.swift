import Dispatch
import Foundation

/// The results of `body` for 0..<count, in order, computed on all processors.
///
/// Indices are independent of each other, so that the results do not depend on the number of
/// threads.
func parallelMap<Element: Sendable>(
  _ count: Int, _ body: @Sendable (Int) -> Element
) -> [Element] {
  guard count > 1 else { return (0..<max(0, count)).map(body) }
  return [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
    // Every index is written by exactly one thread.
    nonisolated(unsafe) let target = buffer
    DispatchQueue.concurrentPerform(iterations: count) { index in
      target.initializeElement(at: index, to: body(index))
    }
    initialized = count
  }
}

/// The processors that work can be spread over.
var processorCount: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }
