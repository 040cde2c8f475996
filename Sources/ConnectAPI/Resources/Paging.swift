import AWSWire
public import ResourceStore
import Vocabulary

/// One page of a listing, and the token of the next when there is more.
public struct Page<Item> {
  public let items: [Item]
  public let nextToken: String?
}

/// What can answer in pages.
public protocol Pages {
  var context: CallContext { get }
}

extension LiveCall: Pages {}

extension Call {
  /// Records of a kind in the order of their creation, those that `include` admits, from where the token says.
  /// - Throws: InvalidParameterException for a token that is not ours or belongs to another request.
  public func page<Item>(
    _ kind: Kind, in scope: String, maxResults: Int?, nextToken: String?, where include: (Record) throws -> Bool = { _ in true },
    _ item: (Record) throws -> Item
  ) throws -> Page<Item> {
    let size = maxResults ?? Self.pageSize
    var after = try cursor(nextToken)
    var items: [Item] = []
    while true {
      let records = try reader.page(kind, in: scope, after: after, limit: size + 1)
      for record in records {
        guard try include(record) else { continue }
        if items.count == size { return Page(items: items, nextToken: token(after ?? 0)) }
        items.append(try item(record))
        after = record.sequence
      }
      guard records.count > size, let last = records.last else { return Page(items: items, nextToken: nil) }
      after = last.sequence
    }
  }
}

extension Pages {
  /// How many items a page has when the request does not say.
  fileprivate static var pageSize: Int { 100 }

  /// A page of something that is no record of its own, such as the queues in a routing profile. The order of `all` must be
  /// stable.
  public func page<Element, Item>(
    of all: [Element], maxResults: Int?, nextToken: String?, _ item: (Element) throws -> Item
  ) throws -> Page<Item> {
    let start = Int(try cursor(nextToken) ?? 0)
    let rest = all.dropFirst(start)
    let items = try rest.prefix(maxResults ?? Self.pageSize).map(item)
    return Page(items: items, nextToken: items.count < rest.count ? token(Int64(start + items.count)) : nil)
  }

  fileprivate func token(_ cursor: Int64) -> String {
    context.pageTokens.seal(cursor: String(cursor), operation: context.operation, query: pageQuery)
  }

  fileprivate func cursor(_ token: String?) throws -> Int64? {
    guard let token else { return nil }
    guard let text = try? context.pageTokens.open(token, operation: context.operation, query: pageQuery), let cursor = Int64(text)
    else {
      throw ConnectError(.invalidParameter, "NextToken was not made for this request. Start again without it.")
    }
    return cursor
  }

  /// A token belongs to the request that began the listing: all of its members but these.
  private var pageQuery: JSON {
    guard var object = context.input.object else { return context.input }
    object["NextToken"] = nil
    object["MaxResults"] = nil
    return JSON(.object(object))
  }
}
