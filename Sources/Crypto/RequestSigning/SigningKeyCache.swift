internal import SignedRequest
internal import Synchronization

/// Derived signing keys, by access key, day, region and service. Holds at most `countMax`, the recently used ones.
///
/// An entry counts only for the secret that it was derived from: once an access key has another secret, its old entry is dead.
public final class SigningKeyCache: Sendable {
  private struct Entry {
    let secret: SigningSecret
    let key: SigningKey
  }

  private struct Generations {
    var young: [Credential: Entry] = [:]
    var old: [Credential: Entry] = [:]
  }

  private let generations = Mutex(Generations())
  private let countMax: Int

  public init(countMax: Int) {
    precondition(countMax >= 2, "a cache of two generations holds at least two keys")
    self.countMax = countMax
  }

  func key(_ secret: SigningSecret, for credential: Credential) -> SigningKey {
    let known = generations.withLock { $0.young[credential] }
    if let known, known.secret == secret { return known.key }
    let aged = generations.withLock { $0.old[credential] }
    let key = if let aged, aged.secret == secret { aged.key } else { SigningKey(secret, for: credential) }
    generations.withLock { generations in
      if generations.young.count >= countMax / 2 {
        generations.old = generations.young
        generations.young = [:]
      }
      generations.young[credential] = Entry(secret: secret, key: key)
    }
    return key
  }

  package var count: Int { generations.withLock { $0.young.count + $0.old.count } }
}
