import Contacts
import Testing
import Vocabulary

/// The state of an open contact that an earlier build stored is read by this one.
struct StoredStateTests {
  /// What a build without idle timers and hidden view answers stored of a chat.
  @Test func membersThatCameLaterMayBeAbsent() throws {
    var centre = Centre()
    let (contact, _) = try centre.chat()
    let now = try #require(centre.core.contacts[contact])
    var stored = try #require(try JSON(encoding: now).object)
    var chat = try #require(stored["chat"]?.object)
    for later in ["timers", "runningTimers", "hidesViewAnswers"] {
      #expect(chat[later] != nil)
      chat[later] = nil
    }
    stored["chat"] = JSON(.object(chat))
    #expect(try JSON(.object(stored)).decoded(as: Contact.self) == now)
  }

  /// What is neither optional nor empty by nature must be there: nothing is made up.
  @Test func otherMembersMustBeThere() throws {
    var centre = Centre()
    let (contact, _) = try centre.chat()
    let now = try #require(centre.core.contacts[contact])
    var stored = try #require(try JSON(encoding: now).object)
    stored["context"] = nil
    #expect(throws: DecodingError.self) { try JSON(.object(stored)).decoded(as: Contact.self) }
  }
}
