import Crypto
import CryptoExtras
import Foundation
import MessageFormat
import Opening
import Sealing
import Testing

@Suite struct AttackTests {
  @Test func `no bit can be changed`() async throws {
    let message = try Messages.sealed(Messages.content(40))
    #expect(await Messages.refusal(message) == nil)
    for index in message.indices {
      let bit = UInt8(1) << UInt8(index % 8)
      #expect(await Messages.refusal(message.flipping(bit: bit, at: index)) != nil, "byte \(index)")
    }
  }

  @Test func `no bit of any frame can be changed`() async throws {
    let message = try Messages.sealed(Messages.content(8_192 * 2 + 10))
    let start = try Messages.start(of: message)
    for (frame, place) in [(1, start + 3), (1, start + 20), (2, start + 8_224 + 4_000), (2, start + 2 * 8_224 - 1)] {
      #expect(await Messages.refusal(message.flipping(at: place)) == OpeningProblem(.notAuthentic, frame: UInt32(frame)))
    }
    for place in message.count - 50..<message.count { #expect(await Messages.refusal(message.flipping(at: place)) != nil) }
  }

  @Test func `nothing can be cut off or added`() async throws {
    let message = try Messages.sealed(Messages.content(8_192 * 2 + 10))
    let start = try Messages.start(of: message)
    let cuts =
      Array(stride(from: 0, to: start, by: 37)) + Array(stride(from: start, to: message.count, by: 509))
      + [start + 8_224, start + 2 * 8_224, message.count - 1]
    for cut in cuts { #expect(await Messages.refusal(Array(message[..<cut])) != nil, "\(cut) bytes") }
    #expect(await Messages.refusal(Array(message[..<(start - 1)]))?.code == .notWhole)
    for more in [1, 40, 8_224] { #expect(await Messages.refusal(message + [UInt8](repeating: 0, count: more)) != nil) }
    #expect(await Messages.refusal(message + message.suffix(50)) != nil)
  }

  @Test func `frames stay in their order, and in their message`() async throws {
    let message = try Messages.sealed(Messages.content(8_192 * 3))
    let start = try Messages.start(of: message)
    let frames = (0..<3).map { Array(message[start + $0 * 8_224..<start + ($0 + 1) * 8_224]) }
    let (header, tail) = (Array(message[..<start]), Array(message[(start + 3 * 8_224)...]))
    #expect(await Messages.refusal(header + frames[0] + frames[1] + frames[2] + tail) == nil)
    for order in [[1, 0, 2], [0, 2, 1], [0, 0, 2], [0, 1], [0, 1, 2, 2]] {
      #expect(await Messages.refusal(header + order.flatMap { frames[$0] } + tail) != nil)
    }
    let other = try Messages.sealed(Messages.content(8_192 * 3))
    let otherFrame = Array(other[start + 8_224..<start + 2 * 8_224])
    #expect(await Messages.refusal(header + frames[0] + otherFrame + frames[2] + tail) == OpeningProblem(.notAuthentic, frame: 2))
    #expect(await Messages.refusal(Array(other[..<start]) + message[start...])?.code == .notAuthentic)
  }

  @Test func `a regular frame does not end a message, nor a final one go before others`() async throws {
    let keys = MessageKeys(dataKey: SymmetricKey(data: [UInt8](repeating: 1, count: 32)), messageID: Array(0..<32))
    var sealed: [UInt8] = []
    try keys.seal([1, 2, 3][...], as: Frame(number: 1, isFinal: true, contentBytes: 3), into: &sealed)
    #expect(keys.open(sealed[...], as: Frame(number: 1, isFinal: true, contentBytes: 3)) == [1, 2, 3])
    #expect(keys.open(sealed[...], as: Frame(number: 2, isFinal: true, contentBytes: 3)) == nil)
    #expect(keys.open(sealed[...], as: Frame(number: 1, isFinal: false, contentBytes: 3)) == nil)
    #expect(keys.open(sealed[8...], as: Frame(number: 1, isFinal: false, contentBytes: 3)) == nil)
  }

  /// Two keys under which one ciphertext opens would let one object have two contents.
  @Test func `a data key that the header does not commit to opens nothing`() async throws {
    let dataKey = SymmetricKey(size: .bits256)
    let messageID = [UInt8](repeating: 5, count: 32)
    let keys = MessageKeys(dataKey: dataKey, messageID: messageID)
    let wrapped = try wrap(dataKey)
    for (commitment, expected) in [(keys.commitment, nil), (keys.commitment.flipping(at: 31), OpeningProblem.Code.notCommitted)] {
      let header = try MessageHeader(
        messageID: messageID, context: [:], dataKeys: [wrapped], frameLength: .kibibytes8, commitment: commitment)
      var message = header.bytes + (try keys.tag(of: header.bytes))
      try keys.seal([1, 2, 3][...], as: Frame(number: 1, isFinal: true, contentBytes: 3), into: &message)
      #expect(await Messages.refusal(message)?.code == expected)
    }
  }

  @Test func `a data key of another length opens nothing`() async throws {
    let header = try MessageHeader(
      messageID: [UInt8](repeating: 5, count: 32), context: [:], dataKeys: [try wrap(SymmetricKey(size: .bits128))],
      frameLength: .kibibytes8, commitment: [UInt8](repeating: 0, count: 32))
    #expect(await Messages.refusal(header.bytes + [UInt8](repeating: 0, count: 56))?.code == .wrongKey)
  }

  private func wrap(_ dataKey: SymmetricKey) throws -> EncryptedDataKey {
    let key = try _RSA.Encryption.PublicKey(derRepresentation: Messages.key.publicKey.der)
    let bytes = dataKey.withUnsafeBytes { Array($0) }
    return EncryptedDataKey(
      providerID: "switchkeep", providerInfo: "sealing/1", ciphertext: Array(try key.encrypt(bytes, padding: .PKCS1_OAEP_SHA256)))
  }

  @Test func `another key, or the same by another name, opens nothing`() async throws {
    let message = try Messages.sealed([1, 2, 3])
    #expect(await Messages.refusal(message, with: Messages.otherKey)?.code == .wrongKey)
    let der = Messages.key.secret.withUnsafeBytes { Array($0) }
    for (provider, name, expected) in [
      ("switchkeep", "sealing/1", nil), ("switchkeep", "sealing/2", OpeningProblem.Code.wrongKey),
      ("other", "sealing/1", OpeningProblem.Code.wrongKey),
    ] {
      let key = try OpeningKey(der: der, providerID: provider, name: name)
      #expect(await Messages.refusal(message, with: key)?.code == expected)
    }
  }

  @Test func `a whole object in another's place is refused`() async throws {
    let message = try Messages.sealed([1, 2, 3])
    #expect(await Messages.refusal(message, expecting: ["object": "o-1"]) == nil)
    #expect(await Messages.refusal(message, expecting: ["object": "o-2"])?.code == .otherContext)
    #expect(await Messages.refusal(message, expecting: ["version": "1"])?.code == .otherContext)
  }

  @Test func `small keys and other kinds of key are refused`() throws {
    let small = try _RSA.Encryption.PrivateKey(keySize: .bits2048)
    #expect(throws: SealingProblem.keyRefused) {
      try SealingPublicKey(pem: small.publicKey.pemRepresentation, providerID: "", name: "")
    }
    #expect(throws: OpeningProblem(.keyRefused)) { try OpeningKey(pem: small.pemRepresentation, providerID: "", name: "") }
    let curve = P256.KeyAgreement.PrivateKey().publicKey.derRepresentation
    #expect(throws: SealingProblem.keyRefused) { try SealingPublicKey(der: Array(curve), providerID: "", name: "") }
    #expect(throws: SealingProblem.keyRefused) { try SealingPublicKey(der: [], providerID: "", name: "") }
  }

  @Test func `keys do not print`() {
    let secret = Messages.key.secret.withUnsafeBytes { Data($0) }
    var text = "\(Messages.key) \(String(reflecting: Messages.key))"
    dump(Messages.key, to: &text)
    #expect(!text.contains("SymmetricKey") && !text.contains(secret.base64EncodedString()))
    #expect(Mirror(reflecting: Messages.key).children.isEmpty)
  }
}
