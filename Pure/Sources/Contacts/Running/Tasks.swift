import FlowEngine
import FlowLanguage
import Routing
public import Vocabulary

/// Tasks and callbacks: made by flows, put off, paused.
extension ContactCentre {
  mutating func createTask(_ request: TaskRequest, token: Int, for contact: Contact) {
    let reference = request.flowReference ?? contact.firstFlowReference ?? ""
    guard let flow = surroundings.flow(reference) else {
      agenda.append(.flow(contactID: contact.id, .creationFailed(token: token)))
      return
    }
    var beginning = Beginning(flowReference: reference)
    beginning.name = request.name
    beginning.description = request.description
    beginning.references = request.references
    beginning.attributes = request.attributes
    beginning.relatedContactID = contact.id
    let task = newTask(beginning, templateID: request.templateID, method: "FLOW", previous: nil)
    beginTask(task, with: flow, named: reference, at: request.scheduledAt)
    agenda.append(.flow(contactID: contact.id, .created(token: token, contactID: task)))
  }

  /// Connect's UpdateContactSchedule.
  public mutating func reschedule(_ contactID: String, to moment: Moment, at now: Moment) throws(CentreProblem) {
    enter(now)
    let contact = try live(contactID)
    guard contact.phase == .scheduled, contact.channel == .task else {
      throw CentreProblem(.wrongState, "The contact \(contactID) is not a task that waits for its time.")
    }
    guard moment > now, moment <= now.adding(seconds: 6 * 86_400) else {
      throw CentreProblem(.invalid, "ScheduledTime must be within the next six days.")
    }
    change(contactID) { $0.times.scheduledAt = moment }
    setDeadline(.schedule, at: moment, for: contactID)
    settle()
  }

  /// Connect's PauseContact: a task with an agent, or in a flow's hands, rests.
  public mutating func pause(_ contactID: String, flow reference: String?, at now: Moment) throws(CentreProblem) {
    enter(now)
    let contact = try task(contactID)
    guard contact.task?.isPaused == false, contact.phase == .connected || contact.phase == .queued else {
      throw CentreProblem(.wrongState, "The task \(contactID) is not in a queue or with an agent, or is paused already.")
    }
    let hook = try reference.map { (reference) throws(CentreProblem) in try contactFlow(reference) }
    change(contactID) { contact in
      contact.task?.isPaused = true
      contact.times.lastPausedAt = now
      contact.times.pauses += 1
    }
    rest(contact)
    if let flow = hook ?? contact.context.eventHooks["PauseContact"].flatMap({ surroundings.flow($0) }) {
      startFlow(flow, as: .pause, for: contactID)
    }
    tell("PAUSED", of: contactID)
    settle()
  }

  private mutating func rest(_ contact: Contact) {
    if let agentID = contact.service?.agent.id {
      agenda.append(.routing(.contactPaused(number(of: contact.id), agentNumber(agentID))))
      changeSlot(of: contact.id, with: agentID) { $0.state = .paused }
    } else {
      withdrawOffer(of: contact.id)
      agenda.append(.routing(.contactDequeued(number(of: contact.id))))
    }
  }

  public mutating func resume(_ contactID: String, flow reference: String?, at now: Moment) throws(CentreProblem) {
    enter(now)
    let contact = try task(contactID)
    guard contact.task?.isPaused == true else { throw CentreProblem(.wrongState, "The task \(contactID) is not paused.") }
    let hook = try reference.map { (reference) throws(CentreProblem) in try contactFlow(reference) }
    resumeTask(contactID)
    if let flow = hook ?? contact.context.eventHooks["ResumeContact"].flatMap({ surroundings.flow($0) }) {
      startFlow(flow, as: .resume, for: contactID)
    }
    settle()
  }

  mutating func resumeTask(_ contactID: String) {
    guard let contact = contacts[contactID], contact.task?.isPaused == true else { return }
    let now = now
    change(contactID) { contact in
      contact.task?.isPaused = false
      contact.times.lastResumedAt = now
      let paused = now.microseconds - (contact.times.lastPausedAt ?? now).microseconds
      contact.times.pausedSeconds += Int(paused / 1_000_000)
    }
    if let agentID = contact.service?.agent.id {
      agenda.append(.routing(.contactResumed(number(of: contactID), agentNumber(agentID))))
      changeSlot(of: contactID, with: agentID) { $0.state = .connected }
    } else if let queue = contact.queue {
      agenda.append(.routing(.contactEnqueued(number(of: contactID), demand(of: contactID, in: queue))))
    }
    tell("RESUMED", of: contactID)
  }

  /// The agent of a task pauses or resumes it.
  public mutating func served(_ contactID: String, by agentID: String, pausing: Bool, at now: Moment) throws(CentreProblem) {
    _ = try served(contactID, by: agentID)
    if pausing { try pause(contactID, flow: nil, at: now) } else { try resume(contactID, flow: nil, at: now) }
  }

  private func task(_ contactID: String) throws(CentreProblem) -> Contact {
    let contact = try live(contactID)
    guard contact.channel == .task else { throw CentreProblem(.wrongChannel, "Only tasks can be paused.") }
    return contact
  }

  // MARK: Callbacks

  mutating func createCallback(_ request: CallbackRequest, token: Int, for contact: Contact) {
    var beginning = Beginning(flowReference: request.flowReference ?? "")
    beginning.attributes = contact.context.attributes
    let contactID = newContact(.voice, beginning, method: "CALLBACK", previous: nil)
    let callback = Callback(
      number: request.number, attemptsMax: request.attemptsMax, retryDelaySeconds: request.retryDelaySeconds,
      flowReference: request.flowReference, callerNumber: request.callerNumber)
    let start = now.adding(seconds: Int64(request.initialDelaySeconds))
    change(contactID) { callbackContact in
      callbackContact.phase = .scheduled
      callbackContact.callback = callback
      callbackContact.call = Call(isCustomerConnected: false)
      callbackContact.times.scheduledAt = start
      callbackContact.context.previousContactID = contact.id
      callbackContact.context.targetQueue = request.queue
      callbackContact.context.callbackNumber = request.number
      callbackContact.context.customerEndpoint = Endpoint(type: "TELEPHONE_NUMBER", address: request.number)
      callbackContact.context.eventHooks = contact.context.eventHooks
    }
    setDeadline(.schedule, at: start, for: contactID)
    change(contact.id) { $0.callbackContactID = contactID }
    agenda.append(.flow(contactID: contact.id, .created(token: token, contactID: contactID)))
  }

  /// Its delay is over: it waits in its queue, after its flow if it has one.
  mutating func beginCallback(_ callback: Callback, _ contactID: String) {
    if let flow = callback.flowReference.flatMap({ surroundings.flow($0) }) { return begin(contactID, with: flow) }
    guard let contact = contacts[contactID], let target = contact.context.targetQueue else {
      return disconnect(contactID, because: "OTHER")
    }
    let now = now
    change(contactID) { contact in
      contact.phase = .queued
      contact.queue = target
      contact.times.enqueuedAt = now
    }
    tell("QUEUED", of: contactID)
    agenda.append(.routing(.contactEnqueued(number(of: contactID), demand(of: contactID, in: target))))
  }
}
