import ConnectAPI

/// Every Connect operation that the keep serves, one line each.
enum KeepCatalogue {
  static func operations(users: Users, contacts: EndedContacts, storage: StorageConfigs) -> [CatalogueEntry] {
    securityProfiles + tags + contacts.operations + storageConfigs(storage) + [
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

  private static func storageConfigs(_ configs: StorageConfigs) -> [CatalogueEntry] {
    [
      CatalogueEntry(AssociateInstanceStorageConfig(configs: configs)),
      CatalogueEntry(DescribeInstanceStorageConfig()),
      CatalogueEntry(DisassociateInstanceStorageConfig(configs: configs)),
      CatalogueEntry(ListInstanceStorageConfigs()),
      CatalogueEntry(UpdateInstanceStorageConfig(configs: configs)),
    ]
  }

  private static let tags = [
    CatalogueEntry(ListTagsForResource()),
    CatalogueEntry(TagResource()),
    CatalogueEntry(UntagResource()),
  ]
}
