import FlowLanguage
import Testing

struct ManagedViewsTests {
  @Test(arguments: [
    ("form", "form"), ("form:1", "form"), ("form:$LATEST", "form"), ("arn:aws:connect:eu-west-2:aws:view/cards:1", "cards"),
    ("arn:aws-us-gov:connect:us-gov-west-1:aws:view/detail", "detail"), ("form:2", nil), ("form:", nil), ("form:1:1", nil),
    ("Form", nil), ("shape", nil), ("", nil), (":1", nil), ("arn:aws:connect:eu-west-2:111122223333:view/form", nil),
    ("arn:aws:lex:eu-west-2:aws:view/form", nil), ("arn:aws:connect:eu-west-2:aws:form", nil),
    ("arn:aws:connect:eu-west-2:111122223333:instance/i/view/form", nil),
  ])
  func theyAreNamedByIdOrByAnARNOfAnyRegion(_ text: String, _ id: String?) { #expect(ManagedViews.id(text) == id) }
}
