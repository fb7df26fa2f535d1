import Testing

/// Wrong numbers are told apart from missing ones, and say what is wanted.
@Suite("Numbers in arguments")
struct NumberArgumentTests {
  @Test(
    arguments: [
      (["--rows", "-1"], "'-1'", "from 0 to 2,000,000,000"),
      (["--rows", "2.5"], "'2.5'", "from 0 to 2,000,000,000"),
      (["--rows", "many"], "'many'", "whole number"),
      (["--scale", "0"], "'0'", "above 0"),
      (["--scale", "-2"], "'-2'", "above 0"),
      (["--seed", "-1"], "'-1'", "from 0 to 18446744073709551615"),
      (["--threads", "0"], "'0'", "from 1 to 1,024"),
      (["--shard", "-1/3"], "'-1/3'", "1 <= I <= N"),
      (["--shard", "4/3"], "'4/3'", "1 <= I <= N"),
    ])
  func sample(arguments: [String], value: String, wanted: String) throws {
    let folder = Folder()
    let outcome = try Program.start(
      ["sample", folder.path("model"), "-o", folder.path("new")] + arguments
    ).finish()
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(value))
    #expect(outcome.errors.contains(wanted))
    #expect(outcome.errors.contains("See 'kindred sample --help'."))
    #expect(outcome.errors.split(separator: "\n").count == 1)
    #expect(folder.contents() == [])
  }

  @Test(arguments: ["--threads", "--minimum-count", "--seed"])
  func fit(option: String) throws {
    let folder = Folder()
    for value in ["-1", "x", "1.5", "99999999999999999999"] {
      let outcome = try Program.run(
        "fit", folder.path, "-o", folder.path("model"), option, value)
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains("'\(value)'"))
      #expect(outcome.errors.contains("whole number"))
    }
  }
}
