public import AWSWire
import CConnectDescription

/// The description of the Connect interface that the program carries in itself.
public enum ConnectDescription {
  /// Read once, at the first use.
  public static let service: ServiceDescription = {
    let table = unsafe Array(UnsafeBufferPointer(start: connect_description_start(), count: connect_description_bytes()))
    guard let description = try? ServiceDescription(table: table) else {
      preconditionFailure("the embedded description is not what Tools/describe writes")
    }
    return description
  }()
}
