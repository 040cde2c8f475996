package import Vocabulary
extension KeyService {
  package func defaultKey(at now: Moment) async throws -> KMSKey {
    do { return try await key("alias/switchkeep/default") } catch let problem as KeyServiceProblem where problem.code == .notFound
    {
      return try await createKey(description: "", policy: "{}", alias: "alias/switchkeep/default", at: now)
    }
  }
}
