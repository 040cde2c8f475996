/// What is read of a peer at most. Beyond it a message is refused or dropped, never cut.
public enum SIPLimits {
  /// A message, its body included; a datagram cannot hold more.
  public static let messageBytesMax = 65_535
  /// From the start line up to the empty line.
  public static let headerSectionBytesMax = 32_768
  /// Fields of a message.
  public static let fieldsMax = 256
  /// One field's value, folded lines included.
  public static let fieldBytesMax = 8_192
  public static let uriBytesMax = 2_048
  public static let methodBytesMax = 64
  public static let callIDBytesMax = 512
  /// A tag or branch.
  public static let identifierBytesMax = 512
  /// Parameters of one value.
  public static let parametersMax = 32
  /// Values of one header in a message, over all its fields: hops of a Via or a Route, contacts, option tags.
  public static let valuesMax = 70
}
