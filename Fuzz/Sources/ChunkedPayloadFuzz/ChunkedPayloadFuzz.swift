import FuzzEntry
import SignedRequest
import Vocabulary

/// Input: `S` or anything else for signed or unsigned, then the body.
@main struct Fuzz: Fuzzer {
  static func check(_ input: [UInt8]) {
    let isSigned = input.first == UInt8(ascii: "S")
    let body = Array(input.dropFirst())
    for names in [[], ["a"], ["a", "x-amz-checksum-crc32"]] {
      guard let payload = try? ChunkedPayload(body, isSigned: isSigned, trailerNames: names) else { continue }
      var end = 0
      for chunk in payload.chunks {
        mustHold(chunk.data.lowerBound > end && chunk.data.upperBound <= body.count, "chunks lie in the body, in order")
        mustHold(chunk.signature?.count == (isSigned ? 32 : nil), "each chunk of a signed payload is signed")
        end = chunk.data.upperBound
      }
      mustHold(payload.chunks.last?.data.isEmpty == true && payload.decodedBytes < body.count, "the last chunk is empty")
      mustHold(payload.chunks.dropLast().allSatisfy { !$0.data.isEmpty }, "no other chunk is empty")
      mustHold(payload.trailers.map(\.name).sorted() == names, "the trailers are those announced")
      mustHold((payload.trailerSignature != nil) == (isSigned && !names.isEmpty), "a signed payload's trailer is signed")
    }
  }
}
