import ArgumentParser
import Kindred

/// A part of the output, as in `--shard 3/8`.
enum ShardArgument {
  static func shard(_ text: String) throws -> SampleRequest.Shard {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let index = parts[0], let count = parts[1],
      let shard = try? SampleRequest.Shard(index: index, count: count)
    else {
      throw ValidationError("Give I/N with 1 <= I <= N, such as 3/8.")
    }
    return shard
  }
}
