public import Contacts
public import FlowEngine
public import Vocabulary

/// What carries calls is asked to do.
public enum LegCommand: Sendable, Hashable {
  /// Begins a leg to somebody, who is let ring until they answer or it is hung up.
  case dial(LegID, Destination)
  /// Answers the leg of somebody who has called.
  case answer(LegID)
  case hangUp(LegID)
  /// From now on the leg hears these, and nobody else.
  case hear(LegID, [LegID])
  /// Plays beside that, in place of what was played before. A playback that is not repeated is answered by its number.
  case play(LegID, playback: Int, [Presentation], isRepeated: Bool, TextToSpeech)
  case stopPlaying(LegID)
  case sendDigits(LegID, String)
  /// While it is so, keys that are pressed on the leg reach this room, and no other leg, recording or log.
  case guardDigits(LegID, Bool)
  /// Records what these say, a channel for each side; with nobody on both it is silent.
  case record(contactID: String, Tracks)
  /// The recording of a contact is whole.
  case finishRecording(contactID: String)
  case setMediaStreaming(contactID: String, JSON)
  /// What has become of the transfer that was asked for on the leg.
  case answerReferral(LegID, ReferralOutcome)

  public enum Destination: Sendable, Hashable {
    /// The telephone of an agent.
    case agent(String)
    case number(String, callerNumber: String?)
  }

  /// Who is on which channel of a recording.
  public struct Tracks: Sendable, Hashable {
    public var customer: [LegID] = []
    public var agent: [LegID] = []
    /// Nobody is on either channel, because it was asked for.
    public var isSuspended = false
    public init() {}
  }
}

/// What has become of a leg.
public enum LegEvent: Sendable, Hashable {
  case answered
  /// It was never answered: refused, busy, unreachable.
  case failed
  case hungUp
  /// A playback that is not repeated is over.
  case played(playback: Int)
  case playingFailed(playback: Int)
  /// A key of `0-9`, `*`, `#`, `A-D`, whichever way it came.
  case pressed(Character)
  /// Whoever it is wants whom they talk with to go on with somebody else (RFC 3515).
  case referred(to: String)
}

/// What this room waits for.
public enum CallTimer: Sendable, Hashable {
  /// Somebody has not answered yet.
  case dial(LegID)
  /// Nobody has pressed a key.
  case input(LegID)
}

public enum CallEffect: Sendable, Hashable {
  case leg(LegCommand)
  /// For the contact centre of the instance.
  case tell(contactID: String, instanceID: String, TelephonyEvent)
  /// In place of one that was set for the same.
  case setTimer(CallTimer, seconds: Int)
  case cancelTimer(CallTimer)
}
