import Contacts
import FlowEngine
import Logging

/// Carries out what the cores decided, once that is stored.
final class EffectRunner: Sendable {
  typealias Function = @Sendable (FunctionRequest, _ instanceID: String) async -> FunctionAnswer
  typealias Bot = @Sendable (BotTurn, _ contactID: String) async -> BotAnswer
  private typealias Job = @Sendable () async -> Void

  let conversations = ConversationHub()
  let desks = DeskHub()
  private let function: Function
  private let bot: Bot
  private let encryption: CustomerInputEncryption
  private let telephony: any TelephonyPort
  private let jobs = AsyncStream<Job>.makeStream(bufferingPolicy: .unbounded)

  init(
    function: @escaping Function, bot: @escaping Bot, encryption: CustomerInputEncryption, telephony: any TelephonyPort
  ) {
    self.encryption = encryption
    self.telephony = telephony
    self.function = function
    self.bot = bot
  }

  func run() async {
    await withDiscardingTaskGroup { group in
      for await job in jobs.stream { group.addTask { await job() } }
    }
  }

  func stop() { jobs.continuation.finish() }

  var streamsMedia: Bool { telephony.streamsMedia }

  /// Whether a telephone of an agent's could ring now.
  func canRing(_ agentID: String) async -> Bool { await telephony.canRing(agentID) }

  func carryOut(_ effects: [CentreEffect], of instanceID: String, host: ContactHost) {
    for effect in effects { carryOut(effect, of: instanceID, host: host) }
  }

  private func carryOut(_ effect: CentreEffect, of instanceID: String, host: ContactHost) {
    switch effect {
    case .append(let item), .signal(let item): conversations.publish(item)
    case .dismissParticipant(let contactID, let participantID): conversations.dismiss(participantID, from: contactID)
    case .invokeFunction(let contactID, let token, let request):
      jobs.continuation.yield { [function] in
        let answer = await function(request, instanceID)
        await host.happened(instanceID) { $0.functionAnswered(answer, token: token, for: contactID, at: $1) }
      }
    case .converse(let contactID, let token, let turn):
      jobs.continuation.yield { [bot] in
        let answer = await bot(turn, contactID)
        await host.happened(instanceID) { $0.botAnswered(answer, token: token, for: contactID, at: $1) }
      }
    case .encrypt(let contactID, let token, let keyID, let publicKey, let secret):
      jobs.continuation.yield { [encryption] in
        let text = await encryption.encrypted(secret, keyID: keyID, certificate: publicKey, in: instanceID)
        await host.happened(instanceID) { $0.encrypted(text, token: token, for: contactID, at: $1) }
      }
    case .telephony(let contactID, let command):
      guard let event = telephony.perform(command, contactID: contactID, instanceID: instanceID) else { return }
      jobs.continuation.yield { await host.happened(instanceID) { $0.telephony(event, of: contactID, at: $1) } }
    case .agentChanged(let agentID): desks.signal(agentID)
    case .contactEvent, .agentEvent, .log, .fact, .deposit, .monitoringEnded: break
    }
  }
}
