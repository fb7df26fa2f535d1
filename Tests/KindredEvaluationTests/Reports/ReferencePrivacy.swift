/// Records with nulls, ties, a constant, values that only one side has, twins and copies, and what
/// SDMetrics 0.32 says of them.
enum ReferencePrivacy {
  static let real = """
    id,colour,age,steps,weight,day,kept,one
    0,red,27,0,51.8,2021-03-28,True,7
    1,red,42,1,92.6,2021-04-08,False,7
    2,blue,36,5,76.1,2021-03-26,False,7
    3,green,26,4,60.7,2021-05-13,True,7
    4,red,31,5,61.9,2021-01-21,False,7
    5,green,30,5,58.5,2021-05-25,False,7
    6,green,30,1,60.7,2021-04-19,,7
    7,,51,3,104.9,2021-01-03,False,7
    8,blue,36,2,69.7,2021-05-14,True,7
    9,red,42,0,85.5,2021-06-12,False,7
    10,red,49,1,97.9,,True,7
    11,green,28,0,62.5,2021-03-28,True,7
    12,green,23,0,43.3,2021-04-26,,7
    13,green,35,2,74.2,2021-03-29,False,7
    14,blue,35,5,67.4,2021-04-14,True,7
    15,grey,,5,52.2,2021-04-23,True,7
    16,red,34,3,65.2,2021-04-30,True,7
    17,green,32,1,59.2,2021-02-26,False,7
    18,green,10,0,20.6,2021-01-22,False,7
    19,red,46,4,96.1,2021-06-27,True,7
    20,grey,17,2,36.5,2021-02-12,True,7
    21,grey,17,2,36.5,2021-02-12,True,7
    22,,40,0,86.5,,False,7
    23,red,32,1,65.1,2021-04-19,True,7
    24,blue,36,5,72.8,2021-03-07,False,7
    25,green,14,4,26.9,2021-02-03,True,7
    26,green,23,3,39.6,,False,7
    27,blue,36,1,75.0,2021-05-04,True,7
    28,red,49,5,91.0,2021-05-05,False,7
    29,blue,13,2,28.6,2021-06-30,False,7
    30,red,36,2,71.9,2021-07-15,False,7
    31,red,43,4,90.5,2021-06-26,True,7
    32,green,25,2,49.7,2021-01-13,False,7
    33,grey,43,2,82.7,2021-01-27,True,7
    34,red,30,0,61.4,,True,7
    35,green,33,4,63.8,2021-05-05,True,7
    36,red,32,1,63.3,2021-02-11,False,7
    37,blue,41,3,82.2,2021-06-28,,7
    38,blue,,3,59.5,,True,7
    39,red,37,0,73.2,2021-02-10,False,7
    """

  static let synthetic = """
    id,colour,age,steps,weight,day,kept,one
    0,red,27,0,51.8,2021-03-28,True,7
    1,green,26,4,60.7,2021-05-13,True,7
    2,green,30,1,60.7,2021-04-19,,7
    3,red,42,0,85.5,2021-06-12,False,7
    4,green,23,0,43.3,2021-04-26,,7
    5,green,32,0,64.3,2021-06-29,False,7
    6,grey,,4,78.5,2021-06-08,True,7
    7,blue,13,4,21.1,2021-03-11,True,7
    8,blue,34,0,70.1,2021-04-28,,8
    9,red,120,0,73.3,2021-01-06,True,7
    10,blue,27,1,-50.0,2021-05-12,True,7
    11,violet,,4,64.7,2021-05-09,True,7
    12,red,51,4,100.9,2021-06-26,False,7
    13,blue,31,4,63.2,2021-01-14,False,7
    14,red,,0,70.2,2021-04-09,False,7
    15,red,29,5,58.6,2021-01-03,False,7
    16,red,39,1,78.0,2021-02-06,False,7
    17,blue,42,2,85.1,2021-06-18,True,7
    18,,44,2,95.7,2021-05-02,False,7
    19,red,34,2,66.4,2021-03-03,True,7
    20,,41,1,82.1,2021-05-03,False,7
    21,blue,41,2,81.2,2021-05-30,True,7
    22,red,48,3,98.7,,,7
    23,red,46,4,87.3,2021-04-16,True,7
    24,blue,39,5,75.2,2021-06-29,False,7
    25,blue,34,4,67.8,2021-06-06,False,7
    26,green,36,2,74.2,2021-06-11,True,7
    27,green,24,0,47.8,,False,7
    28,green,42,1,82.0,2021-06-24,True,7
    29,grey,32,1,60.5,2021-07-14,,7
    30,,46,3,94.0,2021-06-22,True,7
    31,red,24,0,53.8,2021-04-05,True,7
    """

  static let holdout = """
    id,colour,age,steps,weight,day,kept,one
    0,red,,4,54.3,2021-06-20,False,7
    1,red,37,4,71.5,2021-03-26,True,7
    2,blue,13,4,21.1,2021-03-11,True,7
    3,grey,25,0,46.2,2021-04-05,False,7
    4,red,42,0,85.5,2021-06-12,False,7
    5,grey,43,5,94.0,2021-05-08,True,7
    6,blue,,1,75.2,2021-02-25,True,7
    7,red,33,0,61.9,2021-01-13,True,7
    8,red,44,4,85.6,,True,7
    9,red,34,0,67.1,2021-05-11,True,7
    10,green,37,5,67.2,2021-03-20,False,7
    11,red,39,2,78.5,2021-01-08,True,7
    12,red,47,0,96.8,2021-01-01,True,7
    13,red,61,1,123.3,2021-03-17,False,7
    14,blue,,5,76.4,2021-05-24,True,7
    15,red,59,3,112.8,2021-03-30,True,7
    16,grey,31,5,55.2,2021-07-12,True,7
    17,green,27,1,59.1,2021-04-24,True,7
    18,blue,41,1,86.4,2021-06-04,True,7
    19,green,44,3,81.8,,True,7
    20,grey,26,2,52.8,2021-02-11,True,7
    21,,,4,82.1,2021-05-01,True,7
    22,red,29,0,60.2,2021-02-01,False,7
    23,green,28,5,56.8,2021-01-05,False,7
    24,green,37,1,72.0,2021-07-01,True,7
    25,red,39,2,78.8,2021-03-07,True,7
    26,red,,4,70.6,,False,7
    27,red,29,1,57.8,2021-05-28,True,7
    28,green,33,0,58.6,2021-02-05,True,7
    29,blue,36,3,60.0,2021-03-25,True,7
    """

  static let metadata = """
    {"tables": {"thing": {"primary_key": "id", "columns": {
      "id": {"sdtype": "id"}, "colour": {"sdtype": "categorical"}, "age": {"sdtype": "numerical"},
      "steps": {"sdtype": "numerical"}, "weight": {"sdtype": "numerical"},
      "day": {"sdtype": "datetime", "datetime_format": "%Y-%m-%d"},
      "kept": {"sdtype": "boolean"}, "one": {"sdtype": "numerical"}}}},
     "METADATA_SPEC_VERSION": "V1"}
    """

  /// Quantiles of `calculate_dcr` at 0, 25, 50, 75 and 100 %, and at 2 %.
  static let distances: [String: [Double]] = [
    "syntheticToReal": [
      0.0, 0.048223441749, 0.102996947421,
      0.180695489435, 0.318618411079, 0.0,
    ],
    "syntheticToHoldout": [
      0.0, 0.072342614272, 0.173073047712,
      0.207410044497, 0.385433265772, 0.0,
    ],
    "holdoutToReal": [
      0.0, 0.065237170934, 0.129245609124,
      0.186491678387, 0.329028978139, 0.029974203748,
    ],
    "realToReal": [
      0.0, 0.05887125138, 0.088715796831,
      0.167020434456, 0.331570920183, 0.0,
    ],
  ]

  /// `DisclosureProtection` by the CAP method, known columns as Kindred chooses them. Null dates were
  /// given to SDMetrics as missing numbers.
  struct Disclosure {
    let column: String
    let known: [String]
    let cap: Double
    let baseline: Double
    let score: Double?
  }

  static let disclosure = [
    Disclosure(
      column: "colour", known: ["age", "weight", "kept"],
      cap: 0.555555555556, baseline: 0.8, score: 0.694444444444),
    Disclosure(
      column: "age", known: ["colour", "steps", "weight"],
      cap: 0.5, baseline: 0.9, score: 0.555555555556),
    Disclosure(
      column: "steps", known: ["colour", "age", "kept"],
      cap: 0.555555555556, baseline: 0.833333333333, score: 0.666666666667),
    Disclosure(
      column: "weight", known: ["colour", "age", "kept"],
      cap: 0.527777777778, baseline: 0.9, score: 0.586419753086),
    Disclosure(
      column: "day", known: ["age", "weight", "kept"],
      cap: 0.75, baseline: 0.909090909091, score: 0.825),
    Disclosure(
      column: "kept", known: ["colour", "age", "day"],
      cap: 0.25, baseline: 0.666666666667, score: 0.375),
    Disclosure(
      column: "one", known: ["colour", "age", "steps"],
      cap: 0.0, baseline: 0.0, score: nil),
  ]
}
