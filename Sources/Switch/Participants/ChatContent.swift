/// What may be sent in a chat, as Connect bounds it.
enum ChatContent {
  private static let interactive = "application/vnd.amazonaws.connect.message.interactive"
  private static let prefix = "application/vnd.amazonaws.connect.event."
  private static let events = ["typing", "connection.acknowledged", "message.delivered", "message.read"]
  /// Characters of text, and bytes of the JSON types.
  private static let textCharactersMax = 1_024
  private static let jsonBytesMax = 12_000

  static func checkMessage(_ contentType: String, _ content: String) throws(ChatProblem) {
    switch contentType {
    case "text/plain", "text/markdown":
      guard content.count <= textCharactersMax else {
        throw ChatProblem(.invalid, "Content: at most \(textCharactersMax) characters.")
      }
    case "application/json", interactive, interactive + ".response":
      guard content.utf8.count <= jsonBytesMax else { throw ChatProblem(.invalid, "Content: at most \(jsonBytesMax) bytes.") }
    default: throw ChatProblem(.invalid, "ContentType: \(contentType) is not a message.")
    }
  }

  static func checkEvent(_ contentType: String) throws(ChatProblem) {
    guard contentType.hasPrefix(prefix), events.contains(String(contentType.dropFirst(prefix.count))) else {
      throw ChatProblem(.invalid, "ContentType: \(contentType) is not an event that a participant may send.")
    }
  }

  /// File types that Connect lets through, by their extension.
  private static let attachmentTypes: [String: String] = [
    "csv": "text/csv", "doc": "application/msword", "gif": "image/gif", "heic": "image/heic", "jpeg": "image/jpeg",
    "jpg": "image/jpeg", "mov": "video/quicktime", "mp4": "video/mp4", "pdf": "application/pdf", "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation", "rtf": "text/rtf",
    "txt": "text/plain", "wav": "audio/wav", "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  ]

  static func checkAttachment(_ name: String, _ contentType: String) throws(ChatProblem) {
    let ending = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
    guard attachmentTypes[ending] == contentType else {
      throw ChatProblem(.invalid, "ContentType: a file named like this one is not taken as \(contentType).")
    }
  }
}
