import Foundation

/// The load of `live_contacts.py`, in one compiled loop so that little of the machine is its own: agents who accept, complete and clear
/// whatever comes, each as soon as they see it, and starters who begin tasks while fewer than a backlog wait.
///
/// It reads one line of JSON: `{"port", "request", "starters", "backlog", "seconds", "available", "tokens"}`, prints `drained` when every
/// task that was begun has been cleared, and then what it counted.
let orders = try JSONDecoder().decode(Orders.self, from: Data((readLine() ?? "").utf8))
var load = try Load(orders)
try load.run()
