import type { Pairs } from './pairs.ts'

/** The images of an item. */
export const itemImages = {
  images: ['Bilder', 'Images'],
  noImages: ['Noch keine Bilder', 'No images yet'],
  noImagesHelp: [
    'Das erste Bild steht in Listen und Shops vorn.',
    'The first image stands in front in lists and shops.',
  ],
  chooseFiles: ['Dateien wählen …', 'Choose files …'],
  dropHere: ['Bilder hierher ziehen oder', 'Drop images here, or'],
  uploading: ['{{name}} wird hochgeladen', 'uploading {{name}}'],
  sending: ['wird gesendet', 'sending'],
  preparing: ['wird verkleinert', 'making it smaller'],
  dismiss: ['Meldung schließen', 'Dismiss'],
  imageOrder: ['Bilder in ihrer Reihenfolge', 'Images in their order'],
  imageAt: ['Bild {{n}}: {{alt}}', 'Image {{n}}: {{alt}}'],
  imageTitle: ['Bild {{n}} von {{all}}', 'Image {{n}} of {{all}}'],
  imageMoved: ['steht jetzt an Stelle {{n}} von {{all}}', 'now in place {{n}} of {{all}}'],
  mainImage: ['Hauptbild', 'main image'],
  noAlt: ['ohne Beschreibung', 'no description'],
  onlyChannels_one: ['nur {{count}} Kanal', '{{count}} channel only'],
  onlyChannels_other: ['nur {{count}} Kanäle', '{{count}} channels only'],
  sortHelp: ['Ziehen ordnet, mit der Tastatur Alt und Pfeile.', 'Drag to sort, by keyboard Alt and arrows.'],
  alt: ['Was es zeigt · {{language}}', 'What it shows · {{language}}'],
  shownAt: ['Zu sehen auf', 'Shown on'],
  allChannels: ['allen Kanälen', 'all channels'],
  removeImage: ['Bild entfernen', 'Remove image'],
  removeImageAsk: ['Entfernen …', 'Remove …'],
  removeImageHelp: [
    'Die Kanäle entfernen es beim nächsten Abgleich.',
    'Channels take it away with the next synchronisation.',
  ],
} as const satisfies Pairs
