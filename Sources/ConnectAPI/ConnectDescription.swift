public import AWSWire
import CConnectDescription

/// The descriptions of the interfaces that the program carries in itself. Each is read once, at the first use.
public enum ConnectDescription {
  /// Connect.
  public static let service: ServiceDescription = unsafe description(connect_description_start(), connect_description_bytes())
  /// The Connect Participant service.
  public static let participantService: ServiceDescription = unsafe description(
    participant_description_start(), participant_description_bytes())

  @unsafe
  private static func description(_ start: UnsafePointer<UInt8>?, _ count: Int) -> ServiceDescription {
    let table = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    guard let description = try? ServiceDescription(table: table) else {
      preconditionFailure("the embedded description is not what Tools/describe writes")
    }
    return description
  }
}
