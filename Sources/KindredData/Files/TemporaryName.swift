import Glibc

/// Names of files and folders that exist until they take their place.
package enum TemporaryName {
  /// A name that no other process has, also where process numbers repeat, as in containers. Of its own
  /// length, as a long name may leave no room for more.
  package static func make() -> String {
    ".kindred-\(getpid())-\(String(UInt64.random(in: 0...UInt64.max), radix: 36)).tmp"
  }
}
