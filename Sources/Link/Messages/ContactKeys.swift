/// A key for one open contact: the switch holds it in memory alone, the keep keeps it wrapped until the contact is deposited.
public struct ContactKey: LinkStructure, Hashable {
  public static let layout = LinkLayout(ContactKey.init(id:bytes:), \.id, \.bytes)
  public let id: String
  /// 32 bytes.
  public let bytes: [UInt8]

  public init(id: String, bytes: [UInt8]) {
    self.id = id
    self.bytes = bytes
  }
}

/// Switch to keep: keys for contacts to come.
public struct IssueContactKeys: LinkMessage {
  public static let name = "issue-contact-keys"
  public static let layout = LinkLayout(IssueContactKeys.init(count:), \.count)
  public typealias Reply = [ContactKey]

  public let count: Int

  public init(count: Int) { self.count = count }
}

/// Switch to keep, after a restart: the keys of the contacts that are open. One that is unknown is left out.
public struct OpenContactKeys: LinkMessage {
  public static let name = "open-contact-keys"
  public static let layout = LinkLayout(OpenContactKeys.init(ids:), \.ids)
  public typealias Reply = [ContactKey]

  public let ids: [String]

  public init(ids: [String]) { self.ids = ids }
}
