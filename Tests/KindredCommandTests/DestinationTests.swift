import Foundation
import Glibc
import Testing

/// Places that cannot be written: told in one line, and nothing is left half done.
@Suite("Destinations")
struct DestinationTests {
  private let folder = Folder()
  private var model: String { folder.path("demo/demo.kindred") }
  private var data: String { folder.path("demo/real") }

  init() throws {
    #expect(try Program.run("demo", "-q", "-o", folder.path("demo")).status == 0)
  }

  @Test("Existing files stay, unless --overwrite is given")
  func existing() throws {
    folder.file("new/users.csv", "mine")
    try Program.run("sample", model, "-o", folder.path("new"))
      .expectFailure(1, saying: ["exists already", "users.csv", "overwrite"])
    #expect(folder.contents("new") == ["users.csv"])
    #expect(try folder.text("new/users.csv") == "mine")
    let outcome = try Program.run("sample", model, "-o", folder.path("new"), "--overwrite")
    #expect(outcome.status == 0)
    #expect(try folder.text("new/users.csv").hasPrefix("user_id,"))
    #expect(
      folder.contents("new") == ["metadata.json", "sessions.csv", "transactions.csv", "users.csv"])
  }

  @Test("Existing metadata stay, too")
  func existingMetadata() throws {
    folder.file("new/metadata.json", "mine")
    try Program.run("sample", model, "-o", folder.path("new"))
      .expectFailure(1, saying: ["exists already", "metadata.json"])
    #expect(folder.contents("new") == ["metadata.json"])
    #expect(try folder.text("new/metadata.json") == "mine")
  }

  @Test("A failed fit leaves the older model")
  func olderModel() throws {
    let before = try Data(contentsOf: URL(fileURLWithPath: model))
    folder.file("broken/t.csv", "id,x\n1\n")
    try Program.run("fit", folder.path("broken"), "-o", model).expectFailure(1, saying: ["row 1"])
    #expect(try Data(contentsOf: URL(fileURLWithPath: model)) == before)
  }

  @Test("A file where a folder is wanted, and the reverse")
  func wrongKind() throws {
    folder.file("file", "mine")
    try Program.run("sample", model, "-o", folder.path("file"))
      .expectFailure(1, saying: ["Not a directory"])
    try Program.run("fit", data, "-o", folder.path("demo"))
      .expectFailure(1, saying: ["The model file", "directory"])
    try Program.run("fit", data, "-o", folder.path("nowhere/model"))
      .expectFailure(1, saying: ["The model file", "No such file"])
    try Program.run("diagram", data, "-o", folder.path("nowhere/schema.svg"))
      .expectFailure(1, saying: ["The diagram", "No such file"])
    try Program.run("detect", data, "-o", folder.path("nowhere/metadata.json"))
      .expectFailure(1, saying: ["The metadata file", "No such file"])
    #expect(folder.contents() == ["demo", "file"])
    #expect(try folder.text("file") == "mine")
  }

  @Test("A folder that may not be written")
  func readOnly() throws {
    folder.file("closed/note", "")
    chmod(folder.path("closed"), 0o555)
    defer { chmod(folder.path("closed"), 0o755) }
    // The superuser may write everywhere, so it has to become somebody else.
    let somebody = getuid() == 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups" : "env"
    guard try Program.runShell("\(somebody) \"$KINDRED\" --version").status == 0 else {
      print("SKIPPED: the superuser may write everywhere, and cannot become somebody else here")
      return
    }
    let kindred = "\(somebody) \"$KINDRED\""
    try Program.runShell("\(kindred) sample '\(model)' -o '\(folder.path("closed/new"))'")
      .expectFailure(1, saying: ["Permission denied"])
    try Program.runShell("\(kindred) fit '\(data)' -o '\(folder.path("closed/model"))'")
      .expectFailure(1, saying: ["Permission denied"])
    #expect(folder.contents("closed") == ["note"])
  }

  @Test("A full disk")
  func fullDisk() throws {
    folder.file("disk/note", "")
    let disk = folder.path("disk")
    guard getuid() == 0, mount("tmpfs", disk, "tmpfs", 0, "size=16k") == 0 else {
      print("SKIPPED: no small file system can be mounted here, so no disk is full")
      return
    }
    defer { umount2(disk, Int32(MNT_DETACH)) }
    try Program.run("sample", model, "-o", "\(disk)/new", "--rows", "2000")
      .expectFailure(1, saying: ["No space left on device", "Free some space"])
    #expect(folder.contents("disk") == [])
    folder.file("disk/filling", String(repeating: "x", count: 16_384))
    try Program.run("fit", data, "-o", "\(disk)/model")
      .expectFailure(1, saying: ["The model file", "No space left on device"])
    #expect(folder.contents("disk") == ["filling"])
  }

  @Test("A device is written to, not replaced")
  func device() throws {
    // A device of the test's own: a fault in the program must not harm those of the system.
    let device = folder.path("full")
    guard mknod(device, S_IFCHR | 0o600, 1 << 8 | 7) == 0,
      let handle = FileHandle(forWritingAtPath: device)
    else {
      print("SKIPPED: no device can be made here")
      return
    }
    try? handle.close()
    try Program.run("fit", data, "-o", device)
      .expectFailure(1, saying: ["The model file", "No space left on device"])
    var status = stat()
    #expect(stat(device, &status) == 0)
    #expect(status.st_mode & S_IFMT == S_IFCHR)
    #expect(folder.contents() == ["demo", "full"])
  }
}
