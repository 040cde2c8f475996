import Foundation

/// The load of `live_contacts.py`, in one compiled loop so that little of the machine is its own: agents who accept, complete and
/// clear whatever comes, each as soon as they see it, and starters who begin tasks while fewer than a backlog wait.
///
/// It reads one line of JSON, which is `Orders`, and prints what it counted when every task that was begun has been cleared.
let orders = try JSONDecoder().decode(Orders.self, from: Data((readLine() ?? "").utf8))
var load = try Load(orders)
try load.run()
