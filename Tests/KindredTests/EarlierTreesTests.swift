import Foundation
import Kindred
import KindredData
import Testing

/// Trees as files had them before thresholds, masks and probabilities took a byte or two each.
@Suite struct EarlierTreesTests {
  @Test func treesOfEarlierFilesAreRead() throws {
    let bytes = try #require(Data(base64Encoded: Self.file, options: .ignoreUnknownCharacters))
    let model = try ModelFileForge.load([UInt8](bytes))
    #expect(try model.summary().tables.map(\.model) == ["trees"])
    let fields = try #require(try model.sample(rows: 2000, seed: 3)["fields"])
    // The data have crop b with codes 3 and 4 only, and crop c with codes 0, 1 and 2.
    var contradictions = 0
    for row in 0..<fields.rowCount {
      let code = try #require(fields[column: "code"]?.text(at: row))
      let crop = try #require(fields[column: "crop"]?.text(at: row))
      if crop == "b" && code < "3" || crop == "c" && code > "2" { contradictions += 1 }
    }
    #expect(contradictions < 40)
    // What is written again is as much as was read.
    let again = try ModelFileForge.load(ModelFileForge.file(ModelFileForge(model).payload))
    #expect(try again.summary() == model.summary())
    #expect(try ModelFileForge(again).payload.count < bytes.count)
  }

  /// 120 rows of a code, the crop that goes with it and a yield, fitted by the version of 25
  /// November 2026 with trees.
  private static let file = """
    i0tORA0KGgoBAAAAAAAAAOULAAAAAAAA1yt3ekND1YQKogN7CiAgICAidGFibGVzIjogewogICAgICAgICJmaWVsZHMi
    OiB7CiAgICAgICAgICAgICJjb2x1bW5zIjogewogICAgICAgICAgICAgICAgImNvZGUiOiB7CiAgICAgICAgICAgICAg
    ICAgICAgInNkdHlwZSI6ICJudW1lcmljYWwiCiAgICAgICAgICAgICAgICB9LAogICAgICAgICAgICAgICAgImNyb3Ai
    OiB7CiAgICAgICAgICAgICAgICAgICAgInNkdHlwZSI6ICJjYXRlZ29yaWNhbCIKICAgICAgICAgICAgICAgIH0sCiAg
    ICAgICAgICAgICAgICAieWllbGQiOiB7CiAgICAgICAgICAgICAgICAgICAgInNkdHlwZSI6ICJudW1lcmljYWwiCiAg
    ICAgICAgICAgICAgICB9CiAgICAgICAgICAgIH0KICAgICAgICB9CiAgICB9LAogICAgInJlbGF0aW9uc2hpcHMiOiBb
    XSwKICAgICJNRVRBREFUQV9TUEVDX1ZFUlNJT04iOiAiVjEiCn0KGAUiuBQIeBI4ggE1CjMKBgAAAAAAABoGAAICAgIC
    KgYOFRkUFBQ5AAAAAAAAFEBBAAAAAAAA8D9JAAAAAAAAXkASKpoBJwocGhoKGCIiIiIiItI/VVVVVVVV1T+IiIiIiIjY
    PxIBYRIBYhIBYxKTBRICCAKKAYsFCoYFCoMFCjwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
    AAAAAAAAAAAAAAAAAAAAAAAAAAAS4ANmZmZmZmb2vzMzMzMzM/O/mpmZmZmZ8b/NzMzMzMzsv2ZmZmZmZua/MzMzMzMz
    478AAAAAAADgv5qZmZmZmdm/MzMzMzMz07+amZmZmZnJv5qZmZmZmbm/mpmZmZmZuT+amZmZmZnJPzMzMzMzM9M/mpmZ
    mZmZ2T8AAAAAAADgP2ZmZmZmZuY/mpmZmZmZ6T8zMzMzMzPzP83MzMzMzPw/AAAAAAAAAEAAAAAAAAAIQGZmZmZmZgpA
    MzMzMzMzC0AAAAAAAAAMQM3MzMzMzAxAmpmZmZmZDUAzMzMzMzMPQAAAAAAAABBAZmZmZmZmEEDNzMzMzMwQQDMzMzMz
    MxFAmpmZmZmZEUAAAAAAAAASQGZmZmZmZhJAMzMzMzMzE0CamZmZmZkTQAAAAAAAABRAZmZmZmZmFEDNzMzMzMwUQDMz
    MzMzMxVAmpmZmZmZFUAAAAAAAAAWQGZmZmZmZhZAzczMzMzMFkAzMzMzMzMXQJqZmZmZmRdAAAAAAAAAGEDNzMzMzMwY
    QDMzMzMzMxlAmpmZmZmZGUAAAAAAAAAaQGZmZmZmZhpAzczMzMzMGkAzMzMzMzMbQAAAAAAAABxAZmZmZmZmHECamZmZ
    mZkdQDMzMzMzMx9AmpmZmZmZH0AqPAEBAQEBAgIDAQIDAgIBAgECBAEBAQECAQICAwQCAgMDAgICAwMEAwMBBQEDBAIE
    AwIBAQEBAQECAQIBATFmZmZmZmb2vzmamZmZmZkfQEGamZmZmZm5P0kAAAAAAABeQBACGgIgABoCIAEaAiACIhgAAIA/
    o8DFvm0ibD94XIW9eT42PwQDMz/iA5AOEgIIABICCAESAggCInYKQBEAAAAAAADwPyoGAAICAgICOgYAAAAAAABCHAAA
    AADv7u49MzMzPlVVVT6rqio+q6oqPquqKj5KBwABAgMEBQYaAQAyAQE6AQBCAQZKBAAAgD9SBAAAAABaCAAAAAAAAF5A
    YZx84W6iUv2/aZx84W6iUv2/IpEBCiEIARgDKgMAAgJCEAAAAAAREZE+q6qqPkRExD5KBAABAgMSAQAaAwEAACIBAzID
    AQICOgUAAQEBAEIFAwAAAABKFAAAgD/v7m4+REREP6uqqj6rqio/UgwAAAAAAAAAAAAAAABaGAAAAAAAAF5AAAAAAAAA
    TkAAAAAAAABOQGGs2iP3wCvmv2nPT7dFUiDyvyL1CwqFChGamZmZmZm5PyLgA2ZmZmZmZva/MzMzMzMz87+amZmZmZnx
    v83MzMzMzOy/ZmZmZmZm5r8zMzMzMzPjvwAAAAAAAOC/mpmZmZmZ2b8zMzMzMzPTv5qZmZmZmcm/mpmZmZmZub+amZmZ
    mZm5P5qZmZmZmck/MzMzMzMz0z+amZmZmZnZPwAAAAAAAOA/ZmZmZmZm5j+amZmZmZnpPzMzMzMzM/M/zczMzMzM/D8A
    AAAAAAAAQAAAAAAAAAhAZmZmZmZmCkAzMzMzMzMLQAAAAAAAAAxAzczMzMzMDECamZmZmZkNQDMzMzMzMw9AAAAAAAAA
    EEBmZmZmZmYQQM3MzMzMzBBAMzMzMzMzEUCamZmZmZkRQAAAAAAAABJAZmZmZmZmEkAzMzMzMzMTQJqZmZmZmRNAAAAA
    AAAAFEBmZmZmZmYUQM3MzMzMzBRAMzMzMzMzFUCamZmZmZkVQAAAAAAAABZAZmZmZmZmFkDNzMzMzMwWQDMzMzMzMxdA
    mpmZmZmZF0AAAAAAAAAYQM3MzMzMzBhAMzMzMzMzGUCamZmZmZkZQAAAAAAAABpAZmZmZmZmGkDNzMzMzMwaQDMzMzMz
    MxtAAAAAAAAAHEBmZmZmZmYcQJqZmZmZmR1AMzMzMzMzH0CamZmZmZkfQDLgA2ZmZmZmZva/MzMzMzMz87+amZmZmZnx
    v83MzMzMzOy/ZmZmZmZm5r8zMzMzMzPjvwAAAAAAAOC/mpmZmZmZ2b8zMzMzMzPTv5qZmZmZmcm/mpmZmZmZub+amZmZ
    mZm5P5qZmZmZmck/MzMzMzMz0z+amZmZmZnZPwAAAAAAAOA/ZmZmZmZm5j+amZmZmZnpPzMzMzMzM/M/zczMzMzM/D8A
    AAAAAAAAQAAAAAAAAAhAZmZmZmZmCkAzMzMzMzMLQAAAAAAAAAxAzczMzMzMDECamZmZmZkNQDMzMzMzMw9AAAAAAAAA
    EEBmZmZmZmYQQM3MzMzMzBBAMzMzMzMzEUCamZmZmZkRQAAAAAAAABJAZmZmZmZmEkAzMzMzMzMTQJqZmZmZmRNAAAAA
    AAAAFEBmZmZmZmYUQM3MzMzMzBRAMzMzMzMzFUCamZmZmZkVQAAAAAAAABZAZmZmZmZmFkDNzMzMzMwWQDMzMzMzMxdA
    mpmZmZmZF0AAAAAAAAAYQM3MzMzMzBhAMzMzMzMzGUCamZmZmZkZQAAAAAAAABpAZmZmZmZmGkDNzMzMzMwaQDMzMzMz
    MxtAAAAAAAAAHEBmZmZmZmYcQJqZmZmZmR1AMzMzMzMzH0CamZmZmZkfQEL0AQAAAACJiAg8iYgIPImICDyJiAg8iYgI
    PImIiDyJiIg8zczMPImICDyJiIg8zczMPImIiDyJiIg8iYgIPImIiDyJiAg8iYiIPImICD2JiAg8iYgIPImICDyJiAg8
    iYiIPImICDyJiIg8iYiIPM3MzDyJiAg9iYiIPImIiDzNzMw8zczMPImIiDyJiIg8iYiIPM3MzDzNzMw8iYgIPc3MzDzN
    zMw8iYgIPKuqKj2JiAg8zczMPImICD2JiIg8iYgIPc3MzDyJiIg8iYgIPImICDyJiAg8iYgIPImICDyJiAg8iYiIPImI
    CDyJiIg8iYgIPImICDxKPQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4fICEiIyQlJicoKSorLC0uLzAxMjM0
    NTY3ODk6OzwSAQEaAwEAACog/f////////////////////////////////////////8yAwEOBjoVABUAAAAAAAAAAAAA
    AAAAAQAAAAAAQhU8AwIBAQECAQIAAgEBBAUEAgICAgJKVAAAgD+5I249m7KmPTzijj25I249uSNuPZuypj2bsqY9m7Km
    Pbkjbj36gr49POKOPbkjbj25I249+oK+PZeWFj7T0lI+tbQ0PpeWFj6XlhY+tbQ0PlIMAAAAAAAAAAAAAAAAWhgAAAAA
    AABeQAAAAAAAgFVAAAAAAAAAQUBhpDId7KCbDcBppLaDDWDbD8A6AQA=
    """
}
