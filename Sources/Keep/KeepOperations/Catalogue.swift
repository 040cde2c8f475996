import ConnectAPI

/// Every Connect operation that the keep serves, one line each.
enum KeepCatalogue {
  static func operations(users: Users, contacts: EndedContacts) -> [CatalogueEntry] {
    securityProfiles + tags + contacts.operations + [
      CatalogueEntry(AssociateUserProficiencies(users: users)),
      CatalogueEntry(CreateUser(users: users)),
      CatalogueEntry(DeleteUser(users: users)),
      CatalogueEntry(DescribeUser(users: users)),
      CatalogueEntry(DisassociateUserProficiencies(users: users)),
      CatalogueEntry(ListUserProficiencies()),
      CatalogueEntry(ListUsers()),
      CatalogueEntry(SearchUsers(users: users)),
      CatalogueEntry(UpdateUserConfig(users: users)),
      CatalogueEntry(UpdateUserIdentityInfo(users: users)),
      CatalogueEntry(UpdateUserPhoneConfig(users: users)),
      CatalogueEntry(UpdateUserProficiencies(users: users)),
      CatalogueEntry(UpdateUserRoutingProfile(users: users)),
      CatalogueEntry(UpdateUserSecurityProfiles(users: users)),
    ]
  }

  private static let securityProfiles = [
    CatalogueEntry(CreateSecurityProfile()),
    CatalogueEntry(DeleteSecurityProfile()),
    CatalogueEntry(DescribeSecurityProfile()),
    CatalogueEntry(ListSecurityProfileApplications()),
    CatalogueEntry(ListSecurityProfilePermissions()),
    CatalogueEntry(ListSecurityProfiles()),
    CatalogueEntry(SearchSecurityProfiles()),
    CatalogueEntry(UpdateSecurityProfile()),
  ]

  private static let tags = [
    CatalogueEntry(ListTagsForResource()),
    CatalogueEntry(TagResource()),
    CatalogueEntry(UntagResource()),
  ]
}
