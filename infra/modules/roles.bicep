// The built-in roles that the templates assign. The ids are the same in every tenant and cloud.

@export()
@description('Ids of built-in role definitions, by what they allow.')
var roleIds = {
  // Read events of a hub.
  eventHubsDataReceiver: 'a638d3c7-ab3a-418d-83e6-5f17a39d4fde'
  // Send events to a hub.
  eventHubsDataSender: '2b629674-e913-4c01-ae53-ef4638d8f975'
  // Send to a data collection rule, or telemetry to Application Insights.
  monitoringMetricsPublisher: '3913510d-42f4-4e42-8a64-420c390055eb'
  // Read, write, delete and lease blobs.
  storageBlobDataContributor: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
  // The same, and create containers and set owners: what the Functions host asks for on its own account.
  storageBlobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  // Take and delete messages of a queue.
  storageQueueDataMessageProcessor: '8a0f0c08-91a1-4084-bc3d-661d67233fed'
  // Add messages to a queue, and nothing else.
  storageQueueDataMessageSender: 'c6a89b2d-59bc-44d0-9896-0f6e12d7b80a'
  // See a queue and how long it is.
  storageQueueDataReader: '19e7f393-937e-4f77-808e-94535e297925'
  // Read, write and delete rows of a table.
  storageTableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
}
