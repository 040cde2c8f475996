import CPlayerPage
import Vocabulary

/// The page that opens links, with its script, style and icon: the same for everybody.
enum PlayerPage {
  private static let document = unsafe text(player_page_start(), player_page_bytes())
  private static let script = unsafe text(player_script_start(), player_script_bytes())
  private static let style = unsafe text(player_style_start(), player_style_bytes())
  private static let icon = unsafe text(player_icon_start(), player_icon_bytes())

  private static let policy = """
    default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'
    """

  static func isDocument(_ path: String) -> Bool { path == PlayerEndpoint.path || path == "\(PlayerEndpoint.path)/" }

  /// nil for a path that is none of them.
  static func file(_ path: String) -> WireResponse? {
    if isDocument(path) {
      return answer("text/html; charset=utf-8", document, [WireRequest.Header(name: "content-security-policy", value: policy)])
    }
    switch path {
    case "\(PlayerEndpoint.path)/player.js": return answer("text/javascript; charset=utf-8", script)
    case "\(PlayerEndpoint.path)/player.css": return answer("text/css; charset=utf-8", style)
    case "\(PlayerEndpoint.path)/player.svg": return answer("image/svg+xml", icon)
    default: return nil
    }
  }

  private static func answer(_ type: String, _ body: [UInt8], _ headers: [WireRequest.Header] = []) -> WireResponse {
    WireResponse(status: 200, headers: [WireRequest.Header(name: "content-type", value: type)] + headers, body: body)
  }

  @unsafe
  private static func text(_ start: UnsafePointer<UInt8>?, _ count: Int) -> [UInt8] {
    unsafe Array(UnsafeBufferPointer(start: start, count: count))
  }
}
