/// How content is named: one bucket an instance.
enum ContentNames {
  private static let prefix = "connect-"

  static func bucket(_ instanceID: String) -> String { prefix + instanceID }

  /// - Returns: nil for a bucket of another form than ours. A bucket has one spelling: its bytes are what is judged and recorded.
  static func instanceID(_ bucket: String) -> String? {
    guard bucket.utf8.starts(with: prefix.utf8), bucket.utf8.count > prefix.utf8.count,
      let id = String(bucket.utf8.dropFirst(prefix.utf8.count)), self.bucket(id).utf8.elementsEqual(bucket.utf8)
    else { return nil }
    return id
  }

  static let everyBucket = "arn:aws:s3:::*"
  static func arn(bucket: String) -> String { "arn:aws:s3:::\(bucket)" }
  static func arn(bucket: String, key: String) -> String { "arn:aws:s3:::\(bucket)/\(key)" }
}
