import AWSWire
import ConnectAPI
import Testing
import Vocabulary

/// Requests, and a small description with one of everything, so that a test depends on no operation of Connect.
enum WireFixture {
  static func request(
    _ method: String = "POST", path: String = "/", query: String = "", headers: [(String, String)] = [], body: [UInt8] = []
  ) -> WireRequest {
    WireRequest(
      method: method, rawPath: path, rawQuery: query, headers: headers.map { WireRequest.Header(name: $0.0, value: $0.1) },
      body: body,
      remoteAddress: "127.0.0.1", isTLS: false)
  }

  static func request(query: String = "", headers: [(String, String)] = [], json: String) -> WireRequest {
    request(query: query, headers: headers, body: Array(json.utf8))
  }

  /// The input of an operation of the small description.
  static func decoded(_ request: WireRequest, labels: [String: String] = ["Id": "i"]) throws -> JSON {
    let description = try description()
    let decoder = RequestDecoder(description: description, limits: .standard)
    return try decoder.decode(try #require(description.operations["Put"]), labels: labels, request)
  }

  static func problems(_ json: JSON, _ shape: String) throws -> [ValidationProblem] {
    Validator(description: try description()).problems(of: json, shape: shape)
  }

  static func description() throws -> ServiceDescription { try ServiceDescription(table: Array(table.utf8)) }

  static let table = #"""
    {"operations": {
      "Put": {"m": "PUT", "u": "/things/{Id}", "i": "PutRequest", "o": "Thing", "e": ["Gone", "Broken"], "t": "Token"},
      "Ping": {"m": "GET", "u": "/ping", "e": []}},
    "shapes": {
      "PutRequest": {"t": "structure", "r": ["Id"], "m": {
        "Id": {"s": "Id", "l": "uri", "n": "Id"}, "Count": {"s": "Count", "l": "querystring", "n": "count"},
        "Ratio": {"s": "Ratio", "l": "querystring", "n": "ratio"}, "Flag": {"s": "Flag", "l": "querystring", "n": "flag"},
        "Names": {"s": "Names", "l": "querystring", "n": "names"}, "Counts": {"s": "Counts", "l": "querystring", "n": "counts"},
        "Since": {"s": "Time", "l": "querystring", "n": "since"}, "Changed": {"s": "Time", "l": "header", "n": "X-Amz-Changed"},
        "Region": {"s": "Id", "l": "header", "n": "x-amz-region"}, "Thing": {"s": "Thing"}, "Token": {"s": "Id"}}},
      "Thing": {"t": "structure", "r": ["Name"], "m": {
        "Name": {"s": "Name"}, "Kind": {"s": "Kind"}, "Tags": {"s": "Tags"}, "Parts": {"s": "Parts"}, "One": {"s": "One"},
        "Count": {"s": "Count"}, "Long": {"s": "Long"}, "Ratio": {"s": "Ratio"}, "Flag": {"s": "Flag"}, "At": {"s": "Time"},
        "Day": {"s": "Day"}, "Code": {"s": "Code"}, "Plain": {"s": "Plain"}, "Index": {"s": "Index"}}},
      "Id": {"t": "string", "min": 1, "max": 8}, "Name": {"t": "string", "min": 2, "max": 4},
      "Code": {"t": "string", "p": "[a-c]+"},
      "Kind": {"t": "string", "e": ["TASK", "CHAT"]}, "Count": {"t": "integer", "min": 0, "max": 5}, "Long": {"t": "long"},
      "Ratio": {"t": "double", "min": 0.5, "max": 1.5}, "Flag": {"t": "boolean"}, "Time": {"t": "timestamp"},
      "Day": {"t": "timestamp", "f": "iso8601"}, "Names": {"t": "list", "v": "Name", "min": 1, "max": 2},
      "Counts": {"t": "list", "v": "Count"}, "Parts": {"t": "list", "v": "Thing", "max": 3},
      "Plain": {"t": "integer"}, "Index": {"t": "map", "k": "Code", "v": "Thing"},
      "Tags": {"t": "map", "k": "Name", "v": "Name", "min": 1, "max": 2},
      "One": {"t": "structure", "u": true, "m": {"Left": {"s": "Name"}, "Right": {"s": "Count"}}},
      "Gone": {"t": "structure", "m": {"message": {"s": "Name"}, "Left": {"s": "Count"}}, "x": 410},
      "Broken": {"t": "structure", "m": {"Message": {"s": "Name"}}, "x": 500}}}
    """#
}

extension Duration {
  /// What one answer to a hostile input may take, on a busy machine: a few milliseconds are usual.
  static let hostileMax = Duration.seconds(1)
}
