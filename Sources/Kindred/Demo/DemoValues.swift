/// The demo's columns.
enum DemoValues {
  static let countries: [String?] = [
    "US", "UK", "ES", "UK", "US", "DE", "BG", "ES", "FR", "UK",
  ]
  static let genders: [String?] = [
    "M", "F", nil, "M", "F", "M", "F", nil, "F", nil,
  ]
  static let ages: [Int64?] = [
    34, 23, 44, 22, 54, 57, 45, 41, 23, 30,
  ]
  static let sessionUsers: [Int64?] = [
    0, 1, 1, 2, 4, 5, 6, 6, 6, 8,
  ]
  static let devices: [String?] = [
    "mobile", "tablet", "tablet", "mobile", "mobile", "mobile", "mobile", "tablet", "mobile",
    "tablet",
  ]
  static let systems: [String?] = [
    "android", "ios", "android", "android", "ios", "android", "ios", "ios", "ios", "ios",
  ]
  static let minutes: [Int64?] = [
    23, 12, 8, 13, 9, 32, 7, 21, 29, 34,
  ]
  static let transactionSessions: [Int64?] = [
    0, 0, 1, 3, 5, 5, 7, 8, 9, 9,
  ]
  static let timestamps: [String] = [
    "2019-01-01 12:34:32", "2019-01-01 12:42:21", "2019-01-07 17:23:11", "2019-01-10 11:08:57",
    "2019-01-10 21:54:08", "2019-01-11 11:21:20", "2019-01-22 14:44:10", "2019-01-23 10:14:09",
    "2019-01-27 16:09:17", "2019-01-29 12:10:48",
  ]
  static let amounts: [Double?] = [
    100.0, 55.3, 79.5, 112.1, 110.0, 76.3, 89.5, 132.1, 68.0, 99.9,
  ]
  static let cancelled: [Bool?] = [
    false, false, false, true, true, false, false, true, false, false,
  ]
}
