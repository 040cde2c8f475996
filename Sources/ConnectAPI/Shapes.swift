// Who speaks the interface needs its shapes: they are a target of their own for the compiler's sake alone.
@_exported public import ConnectShapes
