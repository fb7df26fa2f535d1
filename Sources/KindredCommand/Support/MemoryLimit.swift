import ArgumentParser
import CPagedMemory
import Foundation
import Glibc
import KindredData

/// The most memory that the program may have resident: what is beyond lies in a temporary file.
/// Without a limit, some of what is freed is kept.
///
/// The limit holds for whatever the program does, as large pieces of memory are pages of that file
/// from then on, and leave memory when the limit comes near. So results are what they are without.
struct MemoryLimit {
  let bytes: Int

  /// The program itself and what it works on at a moment take about half of this.
  static let least = 96_000_000

  private static let units: [(suffix: String, bytes: Double)] = [
    ("KiB", 1024), ("MiB", 1_048_576), ("GiB", 1_073_741_824), ("TiB", 1_099_511_627_776),
    ("kB", 1e3), ("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("B", 1),
  ]

  /// A number with a unit: 512MB, 1.5GiB.
  init(_ text: String) throws {
    let unit = Self.units.first { text.hasSuffix($0.suffix) }
    let number = unit.map { text.dropLast($0.suffix.count) } ?? ""
    guard let unit, let first = number.first, first.isASCII, first.isNumber,
      let value = Double(number), value * unit.bytes <= 1e15
    else { throw ValidationError("Give a size with its unit, such as 512MB or 2GiB.") }
    bytes = Int(value * unit.bytes)
    guard bytes >= Self.least else {
      throw ValidationError("At least \(Quantity.bytes(Self.least)) are needed.")
    }
  }

  /// Keeps some of the memory that is freed, until a limit is put in force.
  static func keepFreed() { kindred_memory_keep(256 << 20) }

  /// Puts the limit in force, for the rest of the process.
  /// - Throws: `KindredError` of kind `file` when there is no folder for a temporary file on a disk.
  func start() throws {
    let folder = ProcessInfo.processInfo.environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 }
    let place = folder ?? "/var/tmp"
    kindred_memory_keep(0)
    switch kindred_paging_start(place, bytes) {
    case 0: return
    case ENOTSUP where kindred_paging_available() == 0:
      throw KindredError(
        .argument, "This build of the program cannot limit its memory",
        remedy: "Leave --memory out.")
    case ENOTSUP:
      throw KindredError(
        .file, "The folder for temporary files lies in memory, not on a disk", value: place,
        remedy: "Name a folder on a disk in the environment variable TMPDIR.")
    case let code:
      throw KindredError(
        .file, "No temporary file can be made: \(String(cString: strerror(code)))", value: place,
        remedy: "Name another folder in the environment variable TMPDIR.")
    }
  }

  /// Whether the limit was broken, or the disk is full. Work asks this often, between things that
  /// touch memory, so it sees to the limit as well.
  @Sendable static func isBroken() -> Bool {
    kindred_paging_look()
    return kindred_paging_excess() > 0 || kindred_paging_disk_error() != 0
  }

  /// - Throws: `KindredError` when the limit was broken (kind `argument`, with the least that is
  ///   needed) or the disk is full (kind `file`).
  func check() throws {
    let code = kindred_paging_disk_error()
    guard code == 0 else {
      throw KindredError(
        .file, "The disk of temporary files has no room: \(String(cString: strerror(code)))",
        remedy: "Free some, name another folder in the environment variable TMPDIR, or raise "
          + "--memory.")
    }
    let excess = kindred_paging_excess()
    guard excess == 0 else {
      // Some room is needed for what is touched between two looks.
      throw KindredError(
        .argument, "The work does not fit into \(Quantity.bytes(bytes)) of memory",
        remedy: "Give --memory \(Quantity.bytes(excess / 4 * 5)) or more.")
    }
  }
}
