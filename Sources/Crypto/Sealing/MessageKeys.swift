package import Crypto
package import MessageFormat

/// What is derived from a data key for one message (HKDF-SHA-512, RFC 5869), and what is done with it.
package struct MessageKeys: Sendable {
  private let messageID: [UInt8]
  private let encryption: SymmetricKey
  private let committed: SymmetricKey

  package init(dataKey: SymmetricKey, messageID: [UInt8]) {
    func derived(_ info: [UInt8]) -> SymmetricKey {
      HKDF<SHA512>.deriveKey(inputKeyMaterial: dataKey, salt: messageID, info: info, outputByteCount: 32)
    }
    self.messageID = messageID
    encryption = derived(MessageHeader.suite + Array("DERIVEKEY".utf8))
    committed = derived(Array("COMMITKEY".utf8))
  }

  /// What a header shows of the data key.
  package var commitment: [UInt8] { unsafe committed.withUnsafeBytes { unsafe Array($0) } }

  /// Whether a header's commitment is to this data key; in constant time.
  package func isCommitted(by header: MessageHeader) -> Bool { SymmetricKey(data: header.commitment) == committed }

  package func tag(of header: [UInt8]) throws -> [UInt8] {
    let nonce = try AES.GCM.Nonce(data: Frame.headerNonce)
    return Array(try AES.GCM.seal([UInt8](), using: encryption, nonce: nonce, authenticating: header).tag)
  }

  package func isAuthentic(header: ArraySlice<UInt8>, tag: ArraySlice<UInt8>) -> Bool {
    guard let nonce = try? AES.GCM.Nonce(data: Frame.headerNonce),
      let box = try? AES.GCM.SealedBox(nonce: nonce, ciphertext: [UInt8](), tag: tag)
    else { return false }
    return (try? AES.GCM.open(box, using: encryption, authenticating: header)) != nil
  }

  /// Appends a frame.
  package func seal(_ content: ArraySlice<UInt8>, as frame: Frame, into message: inout [UInt8]) throws {
    let box = try AES.GCM.seal(
      content, using: encryption, nonce: try AES.GCM.Nonce(data: frame.nonce),
      authenticating: frame.additionalData(messageID: messageID))
    message.append(contentsOf: frame.prefix)
    message.append(contentsOf: box.ciphertext)
    message.append(contentsOf: box.tag)
  }

  /// - Returns: the content; nil unless the bytes are that frame of that message.
  package func open(_ sealed: ArraySlice<UInt8>, as frame: Frame) -> [UInt8]? {
    let prefix = frame.prefix
    guard sealed.count == prefix.count + frame.contentBytes + Frame.tagBytes, sealed.starts(with: prefix),
      let nonce = try? AES.GCM.Nonce(data: frame.nonce),
      let box = try? AES.GCM.SealedBox(
        nonce: nonce, ciphertext: sealed.dropFirst(prefix.count).dropLast(Frame.tagBytes), tag: sealed.suffix(Frame.tagBytes)),
      let content = try? AES.GCM.open(box, using: encryption, authenticating: frame.additionalData(messageID: messageID))
    else { return nil }
    return Array(content)
  }
}
