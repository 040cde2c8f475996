/// A promise of a port that an engine does not keep.
public struct Violation: Error, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}

func check(_ holds: Bool, _ promise: String) throws {
  if !holds { throw Violation(promise) }
}
